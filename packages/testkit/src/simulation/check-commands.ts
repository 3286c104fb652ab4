import type { LogEntry } from './naive-documents.js'
import type { Answer, SentCommand } from './sent-command.js'
import type { Report } from './simulation-violation.js'

/** What was acknowledged is there once, what was refused is not, and no command id recorded twice. */
export const checkCommands = (sent: readonly SentCommand[], log: readonly LogEntry[], report: Report): void => {
  const byCommand = new Map<string, LogEntry[]>()
  for (const entry of log) {
    const { commandId } = entry.metadata
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), entry])
  }
  for (const [commandId, entries] of byCommand) {
    const [first] = entries
    const isOneAppend = entries.every(
      ({ stream, revision, metadata }, index) =>
        stream === first?.stream &&
        revision === first.revision + index &&
        metadata.recordedAt === first.metadata.recordedAt,
    )
    if (!isOneAppend) report('doubled', `${commandId} is recorded at ${entries.map(placeOf).join(', ')}`)
  }
  for (const command of sent) checkCommand(command, byCommand.get(command.commandId) ?? [], report)
}

const placeOf = ({ stream, revision }: LogEntry): string => `${stream}@${revision}`

const checkCommand = (
  { what, answers, attempts, isSentTwice }: SentCommand,
  recorded: readonly LogEntry[],
  report: Report,
): void => {
  for (const answer of answers) {
    if (answer.is !== 'recorded') continue
    // all commands of a bundle are answered with the revision behind it
    const isThere = recorded.every(({ stream, revision }) => stream === answer.stream && revision <= answer.revision)
    if (!isThere || recorded.length !== answer.events)
      report(
        'lost',
        `${what} was acknowledged with ${answer.events} events up to ${answer.stream}@${answer.revision}; the log has ${recorded.map(placeOf).join(', ') || 'none'}`,
      )
  }
  const unexpected = answers.findIndex((answer) => answer.is === 'recorded' && answer.isDuplicate)
  const isDenied = ({ is }: Answer) => is === 'refused' || is === 'not recorded'
  if (!isSentTwice && unexpected >= 0 && answers.slice(0, unexpected).every(isDenied))
    report('phantom', `${what} was never said to be recorded, and is answered as a duplicate`)
  const isRefused = answers.length === attempts && answers.every(isDenied)
  if (isRefused && recorded.length > 0)
    report('phantom', `${what} was refused, and is in the log: ${recorded.map(placeOf).join(', ')}`)
}
