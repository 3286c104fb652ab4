/** The exit code of the process; permanent, scripts rely on it. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usageError: 2,
  /** Violations were found, or a rule rejected the command. */
  found: 3,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
