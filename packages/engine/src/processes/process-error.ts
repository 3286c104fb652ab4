import type { Text } from '@skein/kernel'

/** A process failed at an event: its code threw, or it sent a command that does not fit its schema. Later events wait. */
export class ProcessError extends Error {
  readonly _tag = 'ProcessError'
  override readonly name = 'ProcessError'
  readonly process: string
  /** The event at which it failed. */
  readonly eventId: string
  readonly stream: string
  /** What happened, where, and what to do, in both languages. */
  readonly text: Text

  constructor(
    { process, cause: { eventId, stream, event } }: FailedReaction,
    reason: Text,
    options?: { readonly cause?: unknown },
  ) {
    const text = {
      en: `The process ${process} failed at ${event.type} (event ${eventId} of ${stream}): ${reason.en}. Correct it and run it again: this event and all later ones are still to be handled.`,
      zh: `流程 ${process} 在处理 ${event.type}(${stream} 的事件 ${eventId})时出错:${reason.zh}。请修正后重新运行:该事件及其后的事件尚未处理。`,
    }
    super(text.en, options)
    this.process = process
    this.eventId = eventId
    this.stream = stream
    this.text = text
  }
}

interface FailedReaction {
  readonly process: string
  readonly cause: { readonly eventId: string; readonly stream: string; readonly event: { readonly type: string } }
}
