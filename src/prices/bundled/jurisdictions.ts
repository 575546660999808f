import jurisdictions from '../../../data/jurisdictions.json' with { type: 'json' }

/** The tags that a country's law gives to what stands in it: itself (ISO 3166-1 alpha-2) and its groups, such as EU, EEA and GDPR-adequate. */
export function tagsOfCountry(country: string): string[] {
  return [country, ...jurisdictions.groups.filter(({ countries }) => countries.includes(country)).map(({ tag }) => tag)]
}

/** The law that binds the operator itself, wherever its regions are; undefined where it is not known. */
export function operatorJurisdiction(provider: string): string | undefined {
  return jurisdictions.operators.find((operator) => operator.provider === provider)?.jurisdiction
}
