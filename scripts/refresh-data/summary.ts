/** What was kept and what was dropped, and why: printed after each refresh. */
export class Summary {
  readonly #kept = new Map<string, number>()
  readonly #dropped = new Map<string, { count: number; example: string }>()

  keep(what: string): void {
    this.#kept.set(what, (this.#kept.get(what) ?? 0) + 1)
  }

  drop(why: string, example: string): void {
    const known = this.#dropped.get(why)
    this.#dropped.set(why, { count: (known?.count ?? 0) + 1, example: known?.example ?? example })
  }

  kept(what: string): number {
    return this.#kept.get(what) ?? 0
  }

  dropped(why: string): number {
    return this.#dropped.get(why)?.count ?? 0
  }

  text(): string {
    const kept = [...this.#kept].map(([what, count]) => `  kept     ${String(count).padStart(6)}  ${what}`)
    const dropped = [...this.#dropped].map(
      ([why, { count, example }]) => `  left out ${String(count).padStart(6)}  ${why}, e.g. ${example}`,
    )
    return [...kept, ...dropped].join('\n')
  }
}
