/**
 * What the sizes of a machine type share, as its provider writes it: `m7i.xlarge` is of `m7i`, `n2-standard-8` of `n2-standard`,
 * `Standard_D4s_v5` of `Ds_v5`. Sources: the naming conventions of each provider
 * (docs.aws.amazon.com/ec2 "instance type names", cloud.google.com/compute "machine type naming", learn.microsoft.com "VM naming conventions").
 */
export function machineFamily(instanceType: string): string {
  const azure = /^Standard_([A-Z]+)\d+(?:-\d+)?(.*)$/.exec(instanceType)
  if (azure) return `${azure[1]}${azure[2]}`
  if (instanceType.includes('.')) return instanceType.slice(0, instanceType.lastIndexOf('.'))
  return instanceType.replace(/-(?:\d+g?|small|medium|large|x+large|micro)$/, '')
}
