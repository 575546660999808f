/** Every label and annotation of ours that Deployments and Namespaces may bear. */
export const AGENT_LABEL = 'ballast.dev/agent'
export const POLICY_KEY = 'ballast.dev/policy'
export const POLICIES_ANNOTATION = 'ballast.dev/policies'
export const OVERRIDE_ANNOTATION = 'ballast.dev/policy-override'
export const PAUSED_KEY = 'ballast.dev/paused'
export const CAPACITY_TYPE_KEY = 'ballast.dev/capacity-type'
export const REPLICAS_ANNOTATION = 'ballast.dev/replicas'
export const TRAFFIC_ANNOTATION = 'ballast.dev/traffic'

interface Places {
  readonly label: boolean
  readonly annotation: boolean
  readonly namespace: boolean
}

/** Where each is read. */
export const BALLAST_KEYS: Readonly<Record<string, Places>> = {
  [AGENT_LABEL]: { label: true, annotation: false, namespace: false },
  [POLICY_KEY]: { label: true, annotation: true, namespace: true },
  [POLICIES_ANNOTATION]: { label: false, annotation: true, namespace: true },
  [OVERRIDE_ANNOTATION]: { label: false, annotation: true, namespace: false },
  [PAUSED_KEY]: { label: true, annotation: true, namespace: false },
  [CAPACITY_TYPE_KEY]: { label: true, annotation: true, namespace: false },
  [REPLICAS_ANNOTATION]: { label: false, annotation: true, namespace: false },
  [TRAFFIC_ANNOTATION]: { label: false, annotation: true, namespace: false },
}
