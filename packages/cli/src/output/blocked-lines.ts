import type { BlockedEntry, Language } from '@skein/kernel'
import { evidenceText } from './evidence.js'
import { visible } from './visible.js'

/**
 * The entries of later days that are in the way, each with its rule.
 *
 * @param stream the stream of the change: entries of others are named with theirs
 */
export const blockedLines = (
  blocked: readonly BlockedEntry[],
  stream: string | undefined,
  language: Language,
): readonly string[] =>
  blocked.map((entry, index) => {
    const branch = index === blocked.length - 1 ? '└─' : '├─'
    const where = entry.stream === undefined || entry.stream === stream ? '' : `${entry.stream} `
    const why = `${entry.rule} ${entry.message[language]} ${evidenceText(entry.evidence, language)}`
    return visible(`${branch} ${where}${entry.on} ${entry.event} (${entry.eventId}): ${why}`)
  })
