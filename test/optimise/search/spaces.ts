import { buildInstance } from '../../../models/instance/instance.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { searchSpace } from '../../../src/optimise/search/build-space.ts'
import type { Node } from '../../../src/optimise/search/node.ts'
import type { SearchSpace } from '../../../src/optimise/search/space.ts'
import type { State } from '../../../src/optimise/search/state.ts'

export const spaceOf = (problem: Problem): SearchSpace => searchSpace(buildInstance(problem))

/** A number for each choice on the way, drawn beforehand: the same numbers, the same way. */
export class Choices {
  private readonly numbers: readonly number[]
  private at = 0

  constructor(numbers: readonly number[]) {
    this.numbers = numbers
  }

  get isOver(): boolean {
    return this.at >= this.numbers.length
  }

  below(count: number): number {
    return (this.numbers[this.at++ % this.numbers.length] ?? 0) % count
  }

  of<T>(list: ArrayLike<T>): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)]
  }
}

export const openNodes = (state: State): Node[] => [...state.nodes.all]

/** Between agents the search routes traffic nearly at the least cost, and never below it. */
export const hasTrafficBetween = ({ agents }: Problem): boolean =>
  agents.some(({ traffic = [] }) => traffic.some(({ to }) => to !== 'internet'))
