import type { Run } from '../../command-line/command.js'
import { type ExitCode, exitCodes } from '../../failures/exit-codes.js'
import { interrupted } from '../../failures/failure.js'
import { setSchemaLanguage } from '../../input/schema-language.js'
import { openRuntime } from '../../runtime.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { requireMasterKey } from '../../storage/master-key.js'
import { withStorage } from '../../storage/with-storage.js'
import type { explainCommand } from './command.js'
import { readCommands } from './commands-file.js'
import { decide } from './decide.js'
import type { DecidedCommand } from './decision.js'
import { decisionJson } from './decision-json.js'
import { decisionLines } from './decision-lines.js'

export const run: Run<typeof explainCommand> = async (context, { file }) => {
  const { io, json, language, print, printJson } = context
  setSchemaLanguage(language)
  const store = chosenStore(context)
  const masterKey = requireMasterKey(context, store)
  const commands = await readCommands(file, io)
  const decided = await withStorage(store, { access: 'read' }, async (storage) => {
    const runtime = openRuntime(context, storage, { clock: io.now, ...masterKey })
    const results: DecidedCommand[] = []
    for (const { place, command } of commands) {
      if (io.signal.aborted) throw interrupted()
      const decision = await decide(runtime, command, { store, language })
      results.push({ file, place, command, decision })
    }
    return results
  })
  const exitCode = exitCodeOf(decided)
  if (json) printJson({ ok: exitCode === exitCodes.done, results: decided.map(decisionJson) })
  else for (const one of decided) for (const line of decisionLines(context, one)) print(line)
  return exitCode
}

const exitCodeOf = (decided: readonly DecidedCommand[]): ExitCode => {
  if (decided.some(({ decision }) => decision.outcome === 'invalid')) return exitCodes.usageError
  return decided.some(({ decision }) => decision.outcome === 'refused') ? exitCodes.found : exitCodes.done
}
