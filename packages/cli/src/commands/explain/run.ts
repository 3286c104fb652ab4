import { domain } from '@skein/core'
import { createRuntime } from '@skein/engine'
import { z } from 'zod'
import type { Run } from '../../command.js'
import { type ExitCode, exitCodes } from '../../exit-codes.js'
import { interrupted } from '../../failure-of.js'
import { masterKeyFor } from '../../storage/master-key.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { commandsIn } from './commands-file.js'
import { type Judgement, judge } from './judge.js'
import { asJson, linesOf } from './render.js'

export const run: Run = async (context, [file = '-']) => {
  const { io, json, language, print, printJson } = context
  // what schemas say of misshapen commands
  if (language === 'zh') z.config(z.locales.zhCN())
  const store = chosenStore(context)
  const masterKey = masterKeyFor(context, store)
  const commands = await commandsIn(file, io)
  const judged = await withStorage(store, { access: 'read' }, async (storage) => {
    const runtime = createRuntime(domain, storage, { clock: io.now, ...masterKey })
    const judgements: Judgement[] = []
    for (const { command } of commands) {
      if (io.signal.aborted) throw interrupted()
      judgements.push(await judge(runtime, command, { store: store.name, language }))
    }
    return commands.flatMap(({ place, command }, at) => {
      const judgement = judgements[at]
      return judgement === undefined ? [] : [{ file, place, command, judgement }]
    })
  })
  const exitCode = exitCodeOf(judged.map(({ judgement }) => judgement))
  if (json) printJson({ ok: exitCode === exitCodes.done, results: judged.map(asJson) })
  else for (const one of judged) for (const line of linesOf(context, one)) print(line)
  return exitCode
}

const exitCodeOf = (judgements: readonly Judgement[]): ExitCode => {
  if (judgements.some(({ outcome }) => outcome === 'invalid')) return exitCodes.wrongUse
  return judgements.some(({ outcome }) => outcome === 'refused') ? exitCodes.found : exitCodes.done
}
