import type { CommandDefinition } from '../../command-line/command.js'
import { dayOption, numberOption, textOption } from '../../command-line/options.js'
import { seedOption } from '../../jobs/seed-option.js'
import { simulateMessages as messages } from './messages.js'

export const simulateCommand = {
  name: 'simulate',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: {
    trainees: numberOption(1, 1_000_000, messages.trainees),
    households: numberOption(0, 1_000_000, messages.households),
    months: numberOption(2, 240, messages.months),
    start: dayOption(messages.start),
    divisions: textOption('file', messages.divisions),
    late: numberOption(0, 100, messages.late),
    typingErrors: numberOption(0, 100, messages.typingErrors),
    seed: seedOption,
  },
  example: 'skein simulate --trainees 1000 --seed 3 --store sqlite:./simulated.db',
} satisfies CommandDefinition
