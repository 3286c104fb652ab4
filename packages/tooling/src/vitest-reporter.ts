import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Ends a run with one plain line; files that could not be loaded and errors outside tests count as failed. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const broken = modules.filter((module) => module.errors().length > 0).length
    const failed = count('failed') + broken + errors.length
    const skipped = count('skipped')
    const startedAt = Number(process.env.SKEIN_STARTED_AT) // set by the set-up script
    process.once('exit', () => {
      if (startedAt) console.log(`All of it, set-up included, took ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
      console.log(`${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
    })
  }
}
