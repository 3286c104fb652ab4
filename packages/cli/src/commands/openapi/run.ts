import { writeFileSync } from 'node:fs'
import { openApiDocument } from '@skein/http'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { usageError } from '../../failures/failure.js'
import { parseWebAddress } from '../serve/web-address.js'
import type { openapiCommand } from './command.js'
import { openapiMessages as messages } from './messages.js'

export const run: Run<typeof openapiCommand> = async (context, { out, publicUrl }) => {
  const { domain, access, json, print, printJson, translate } = context
  if (publicUrl !== undefined) parseWebAddress('--public-url', publicUrl)
  const document = openApiDocument({ domain, ...(access && { access }), ...(publicUrl && { publicUrl }) })
  if (out === undefined) {
    if (json) printJson(document)
    else print(JSON.stringify(document, null, 2))
    return exitCodes.done
  }
  write(out, `${JSON.stringify(document, null, 2)}\n`)
  const paths = Object.keys(document.paths ?? {}).length
  if (json) printJson({ ok: true, out, paths })
  else print(translate(messages.written(out, paths)))
  return exitCodes.done
}

const write = (file: string, text: string): void => {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw usageError('notWritten', messages.notWritten(file, code), error)
  }
}
