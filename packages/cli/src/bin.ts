#!/usr/bin/env node
// Nothing native, and nothing that an old Node cannot parse, is loaded before its version is known.
import { localeOf } from './language.js'
import { nodeComplaint } from './node-version.js'

const complaint = nodeComplaint(process.version)

if (complaint === undefined) import('./process.js').then(({ runProcess }) => runProcess())
else {
  process.stderr.write(`skein: ${complaint[localeOf(process.env)]}\n`)
  process.exitCode = 1
}
