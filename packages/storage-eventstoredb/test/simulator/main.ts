// Runs the simulator as a process, for tests of other packages and for a look by hand:
//   node packages/storage-eventstoredb/test/simulator/main.ts
// It says its address on the first line, and ends when its standard input does.
import { startSimulator } from './index.ts'

const simulator = await startSimulator()
console.log(simulator.url)
process.stdin.resume()
process.stdin.on('end', () => void simulator.stop())
