import {
  type CorrectionStep,
  type SimulateOptions,
  type Step,
  simulate,
  withLatePapers,
  withTypingErrors,
} from '@skein/simulator'
import type { Run } from '../../command-line/command.js'
import { requireCommandsOfCore } from '../../domain/requires-core.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { playWithProgress } from '../../jobs/play-with-progress.js'
import { rebuildWhereBehind } from '../../jobs/rebuild-with-progress.js'
import { playMessages } from '../../messages/play.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { findMasterKey, keySourcesOf, masterKeyOption } from '../../storage/master-key.js'
import { withStorage } from '../../storage/with-storage.js'
import type { simulateCommand } from './command.js'
import { simulateMessages as messages } from './messages.js'
import { programmeOf } from './programme.js'

export const run: Run<typeof simulateCommand> = async (context, input) => {
  const startedAt = performance.now()
  requireCommandsOfCore(context.domain, 'skein simulate')
  const { json, print, printJson, translate } = context
  const store = chosenStore(context)
  const programme = programmeOf(input)
  const { late = 0, typingErrors = 0 } = input
  // a malformed key is an error before a database is created
  const keySources = keySourcesOf(context, store)
  findMasterKey(keySources)

  // events that a power cut takes are written again by the same options
  await withStorage(store, { access: 'create', durability: 'normal' }, async (storage) => {
    const { steps, refused } = await playWithProgress(context, storage, {
      label: messages.label,
      store,
      ...(await masterKeyOption(keySources, storage)),
      steps: () => stepsOf(programme, { late, typingErrors }),
      retryRefused: late > 0 || typingErrors > 0,
    })
    await rebuildWhereBehind(context, storage)
    // a server that stores events only cannot count them
    const events = await storage.events.count()
    const seconds = (performance.now() - startedAt) / 1000
    if (json) printJson({ ok: true, store: store.name, steps, events, refused: refused.length, seconds })
    else {
      print(translate(messages.done(steps, events, refused.length, store.name)))
      print(translate(playMessages.took(seconds.toFixed(1))))
    }
  })
  return exitCodes.done
}

/** The steps of a programme, with shares of the papers late and typed wrongly, in percent. */
const stepsOf = (
  programme: SimulateOptions,
  { late, typingErrors }: { readonly late: number; readonly typingErrors: number },
): Iterable<Step | CorrectionStep> => {
  const { seed } = programme
  const onTime = simulate(programme)
  const steps = late === 0 ? onTime : withLatePapers(onTime, { seed, share: late / 100 })
  return typingErrors === 0 ? steps : withTypingErrors(steps, { seed, share: typingErrors / 100 })
}
