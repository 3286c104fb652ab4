// Types that users rely on. `tsc` checks this file, so a change that breaks them does not compile.
import type { CommandInput } from '@skein/core'
import type { Violation } from '@skein/engine'
import type fc from 'fast-check'
import { expectTypeOf, it } from 'vitest'
import { anyCommand, anyCommandOf, anyHistory, checkHistory, given, type HistoryEvent, proofs } from '../src/domain.js'

it('anyCommandOf gives commands of one type', () => {
  expectTypeOf(anyCommand()).toEqualTypeOf<fc.Arbitrary<CommandInput>>()
  const scale = anyCommandOf('RecordScale')
  type Scale = typeof scale extends fc.Arbitrary<infer Command extends { readonly data: unknown }> ? Command : never
  expectTypeOf<Scale['data']>().toHaveProperty('quantity').toEqualTypeOf<number>()
  // @ts-expect-error no command of this name
  expectTypeOf(anyCommandOf<'RecordSkale'>).toBeFunction()
})

it('anyHistory, checkHistory and given share one form of a history', () => {
  expectTypeOf(anyHistory()).toEqualTypeOf<fc.Arbitrary<readonly HistoryEvent[]>>()
  expectTypeOf(checkHistory).returns.resolves.toEqualTypeOf<readonly Violation[]>()
  expectTypeOf(given).parameter(0).toEqualTypeOf<readonly HistoryEvent[]>()
  expectTypeOf(given([]).when).parameters.toEqualTypeOf<[CommandInput]>()
})

it('a policy may leave out settings that have a default', () => {
  type Options = NonNullable<Parameters<typeof anyHistory<CommandInput>>[0]>
  expectTypeOf<{ batchSeats: 30 }>().toExtend<NonNullable<Options['policy']>>()
  expectTypeOf<{ batchSeats: 'thirty' }>().not.toExtend<NonNullable<Options['policy']>>()
  expectTypeOf(proofs).items.toHaveProperty('id').toEqualTypeOf<string>()
})
