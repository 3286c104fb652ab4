#!/usr/bin/env node
// `npx skein` in this repository: runs the built command line with a version of Node that supports it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isAtLeast, ownNode, root } from './toolchain.mjs'

const bin = join(root, 'packages/cli/dist/bin.js')
const node = isAtLeast(process.version, [22, 14]) ? process.execPath : ownNode()

if (node && existsSync(bin)) {
  const child = spawn(node, [bin, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to the child as well: a second signal would end it at once.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', (signal) => child.kill(signal))
  process.on('SIGHUP', (signal) => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
} else {
  console.error('skein is not built yet: run `npm run setup` first.')
  process.exit(1)
}
