import { spawnSync } from 'node:child_process'

const shell = process.platform === 'win32'

/**
 * Runs a command in the foreground; the whole process ends with its exit code if it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export const run = (command, args, options = {}) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell, ...options })
  if (error) console.error(`could not run ${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/**
 * What a command prints, or undefined if there is no such command or it fails.
 * @param {string} command
 * @param {readonly string[]} args
 */
export const outputOf = (command, args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', shell })
  return status === 0 ? stdout.trim() : undefined
}
