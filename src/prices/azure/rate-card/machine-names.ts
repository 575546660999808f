/** `D2s v3`, `DS12-1 v2`, `NC4as T4 v3`, `M416s 10 v2`: family and cores, letters, then what is set off by blanks; the version last. */
const NAME = /^[A-Z]{1,3}\d+(-\d+)?[A-Za-z]*( ([A-Z]+\d*[A-Z]*|\d+))*( v\d+)?$/
const TIER = /^(Standard|Basic)_/

/**
 * The machine types that a meter prices, as Azure Resource Manager names them; several where they are joined by a slash, and none
 * where one of the names does not follow the rule, for what a meter like `Type 2 HM` prices cannot be told.
 */
export function machineNames(meterName: string, series: string): string[] {
  const tier = / basic\b/i.test(series) ? 'Basic' : 'Standard'
  const names = meterName.split('/').map((name) => name.trim())
  const isEachByTheRule = names.every((name) => NAME.test(name.replace(TIER, '').replaceAll('_', ' ')))
  return isEachByTheRule ? names.map((name) => (TIER.test(name) ? name : `${tier}_${name}`).replaceAll(/\s+/g, '_')) : []
}
