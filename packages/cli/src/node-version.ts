import type { Text } from '@skein/kernel'

/** The SQLite driver crashes on older ones. */
export const minimumNodeVersion = [22, 14] as const

/** The error for a version of Node that is too old; `undefined` for others. */
export const nodeVersionError = (version: string): Text | undefined => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  if (major > minimumNodeVersion[0] || (major === minimumNodeVersion[0] && minor >= minimumNodeVersion[1]))
    return undefined
  const minimum = minimumNodeVersion.join('.')
  return {
    en: `this is Node ${version}, and skein needs Node ${minimum} or newer: install one from https://nodejs.org, then run it again.`,
    zh: `当前 Node 版本为 ${version}，skein 需要 ${minimum} 或更高版本：请从 https://nodejs.org 安装，然后重试。`,
  }
}
