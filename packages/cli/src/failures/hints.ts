import type { Text } from '@skein/kernel'
import { typedBounds } from '../input/bounds.js'
import { hintMessages as messages } from '../messages/hints.js'
import { shellWord } from '../output/shell.js'
import type { EngineError } from './engine-error.js'

/**
 * The command that helps after an error of the engine: the error itself knows no command line.
 * @param options those that name the store: see `ChosenStore`
 */
export const hintFor = (error: EngineError, options = ''): Text | undefined => {
  const commandLine = (...words: readonly string[]): string => ['skein', ...words, options].join(' ').trim()
  switch (error._tag) {
    case 'NotReady': {
      const { kept } = error
      if (kept === undefined) return messages.build(commandLine('rebuild --all'))
      return messages.build(commandLine('rebuild --all', ...typedBounds(kept), `--into ${shellWord(kept.asked)}`))
    }
    case 'ProjectionError':
    case 'CheckError':
      return messages.verify(commandLine('verify'))
    case 'RebuildError':
      return error.reason === 'otherBounds' ? messages.restart : undefined
    case 'MasterKeyError':
      return messages.masterKey
    case 'StorageError':
      if (error.fault === 'diverged') return messages.mend(commandLine('rebuild --all --processes'))
      // other stores are on the disk of a server
      return error.fault === 'full' && options.includes('sqlite:') ? messages.prune(commandLine('prune')) : undefined
    case 'CopyError':
    case 'Misconfigured':
    case 'DeciderError':
    case 'ProcessError':
      return undefined
  }
}
