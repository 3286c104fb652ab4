import type { BlockedEntry, Language } from '@skein/kernel'
import { blockedMessages as messages } from '../messages/blocked.js'
import { evidenceText } from './evidence.js'
import { visible } from './visible.js'

/** Entries that are listed; the JSON has all of them. */
const listed = 20

/**
 * The entries of later days that are in the way, the first ones each with its rule.
 *
 * @param stream the stream of the change: entries of others are named with theirs
 */
export const blockedLines = (
  blocked: readonly BlockedEntry[],
  stream: string | undefined,
  language: Language,
): readonly string[] => {
  const lines = blocked.slice(0, listed).map((entry) => {
    const where = entry.stream === undefined || entry.stream === stream ? '' : `${entry.stream} `
    const why = `${entry.rule} ${entry.message[language]} ${evidenceText(entry.evidence, language)}`
    return visible(`${where}${entry.on} ${entry.event} (${entry.eventId}): ${why}`)
  })
  const others = blocked.length - lines.length
  const all = others === 0 ? lines : [...lines, messages.more(others)[language]]
  return all.map((line, index) => `${index === all.length - 1 ? '└─' : '├─'} ${line}`)
}
