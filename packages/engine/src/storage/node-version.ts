import { Misconfigured } from '@skein/kernel'

/** The oldest Node that the packages support, as `engines` of their package.json names it. */
const minimum = [22, 14] as const

/**
 * Throws `Misconfigured` on a Node that is too old. Adapters call it before they load anything native: a library that was
 * built for a newer Node can end the process without an error.
 *
 * @param call the function that needs it, such as `openSqlite`
 */
export const checkNodeVersion = (call: string, version = process.versions.node): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return
  const needed = minimum.join('.')
  throw new Misconfigured([
    {
      en: `${call}: this is Node ${version}, and Node ${needed} or newer is needed. Install one from https://nodejs.org.`,
      zh: `${call}:当前 Node 版本为 ${version},需要 ${needed} 或更高版本。请从 https://nodejs.org 安装。`,
    },
  ])
}
