const prefix = 'process:'

/** The actor of the commands that a process sends. */
export const actorOfProcess = (process: string): string => `${prefix}${process}`

/** The process whose actor this is; `undefined` for any other actor. */
export const processOfActor = (actor: string): string | undefined =>
  actor.startsWith(prefix) ? actor.slice(prefix.length) : undefined
