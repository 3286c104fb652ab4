import type { SimulateOptions } from '@skein/simulator'
import type { InputOf } from '../../command-line/command.js'
import { usageError } from '../../failures/failure.js'
import { divisionsIn, wudingDivisions } from '../../input/divisions.js'
import type { simulateCommand } from './command.js'
import { simulateMessages as messages } from './messages.js'

/** The programme to simulate, with the defaults of the options. */
export const programmeOf = (input: InputOf<typeof simulateCommand>): SimulateOptions => {
  const { seed = 1, trainees = 300, months = 24, households, start } = input
  const divisions = input.divisions === undefined ? wudingDivisions() : divisionsIn(input.divisions)
  const isParent = (code: string): boolean => divisions.some(({ parent }) => parent === code)
  if (!divisions.some(({ level, code }) => level === 'township' && isParent(code)))
    throw usageError('badDivisions', messages.noTownship(input.divisions ?? ''))
  return {
    seed,
    divisions,
    trainees,
    months,
    ...(households === undefined ? {} : { households }),
    ...(start === undefined ? {} : { start }),
  }
}
