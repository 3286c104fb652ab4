#!/usr/bin/env node
// The version of Node is checked before anything native, or anything that an old Node cannot parse, is loaded.
import { localeOf } from './language.js'
import { nodeVersionError } from './node-version.js'

const error = nodeVersionError(process.version)

if (error === undefined) import('./process.js').then(({ runProcess }) => runProcess())
else {
  process.stderr.write(`skein: ${error[localeOf(process.env)]}\n`)
  process.exitCode = 1
}
