import { spawn } from 'node:child_process'
import { bin } from './skein.js'

export const secret = 'a secret that is only for tests, and long enough'

/** A serving process of its own; `url` once it says where it is. */
export const serving = (folder: string, args: readonly string[]) => {
  const child = spawn(process.execPath, [bin, 'serve', '--json', '--port', '0', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, SKEIN_JWT_SECRET: secret },
  })
  const said = { stdout: '', stderr: '' }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const url = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text
      const found = /"url":"([^"]+)"/.exec(said.stdout)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', () => reject(new Error(said.stderr)))
  })
  return { child, url, ended, said }
}
