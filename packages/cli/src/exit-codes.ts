/** What the shell is told; permanent, scripts rely on it. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  /** Violations were found, or a rule refused. */
  found: 3,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
