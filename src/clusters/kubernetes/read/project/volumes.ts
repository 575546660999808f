export interface Volume {
  readonly name?: string
  readonly persistentVolumeClaim?: { readonly claimName?: string } | null
  readonly hostPath?: { readonly path?: string } | null
  readonly awsElasticBlockStore?: { readonly volumeID?: string } | null
  readonly gcePersistentDisk?: { readonly pdName?: string } | null
  readonly azureDisk?: { readonly diskName?: string } | null
  readonly cinder?: { readonly volumeID?: string } | null
  readonly vsphereVolume?: { readonly volumePath?: string } | null
  readonly iscsi?: { readonly iqn?: string } | null
}

/** The volumes that stay where they are when a pod goes elsewhere; what is made with the pod and goes with it is none. */
export function boundVolumes(volumes: readonly Volume[] | null | undefined): string[] {
  return (volumes ?? []).flatMap((volume) => boundVolume(volume) ?? [])
}

function boundVolume(volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim) return `claim ${volume.persistentVolumeClaim.claimName}`
  if (volume.hostPath) return `host path ${volume.hostPath.path}`
  const { awsElasticBlockStore, gcePersistentDisk, azureDisk, cinder, vsphereVolume, iscsi } = volume
  const disk =
    awsElasticBlockStore?.volumeID ??
    gcePersistentDisk?.pdName ??
    azureDisk?.diskName ??
    cinder?.volumeID ??
    vsphereVolume?.volumePath ??
    iscsi?.iqn
  return disk === undefined ? undefined : `disk ${disk}`
}
