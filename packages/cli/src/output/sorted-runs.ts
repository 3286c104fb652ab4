import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SortedRunsOptions {
  /** How many of the first items are wanted; default all. */
  readonly limit?: number | undefined
  /** Items that may be in memory; default 20,000. */
  readonly itemsInMemory?: number
}

/** Where a sorted run is in the file. */
interface Run {
  readonly start: number
  readonly end: number
}

interface Head<Item> {
  readonly item: Item
  readonly rest: Iterator<Item>
}

const newline = 0x0a
const blockSize = 65_536

/**
 * Sorts JSON values, however many: those that do not fit in memory are written to a temporary file in sorted runs, which
 * are merged. Close it in the end.
 */
export class SortedRuns<Item> {
  readonly #compare: (a: Item, b: Item) => number
  readonly #limit: number
  readonly #itemsInMemory: number
  readonly #runs: Run[] = []
  #items: Item[] = []
  #file: { readonly folder: string; readonly descriptor: number } | undefined

  constructor(
    compare: (a: Item, b: Item) => number,
    { limit = Number.POSITIVE_INFINITY, itemsInMemory = 20_000 }: SortedRunsOptions = {},
  ) {
    this.#compare = compare
    this.#limit = limit
    this.#itemsInMemory = itemsInMemory
  }

  add(item: Item): void {
    this.#items.push(item)
    if (this.#items.length < this.#itemsInMemory) return
    this.#sort()
    if (this.#items.length > this.#itemsInMemory / 2) this.#write()
  }

  /** The first items, in their order. */
  *sorted(): Iterable<Item> {
    this.#sort()
    const heads: Head<Item>[] = []
    for (const items of [this.#items, ...this.#runs.map((run) => this.#read(run))])
      this.#advance(heads, items[Symbol.iterator]())
    for (let count = 0; count < this.#limit; count += 1) {
      const head = heads.pop()
      if (head === undefined) return
      yield head.item
      this.#advance(heads, head.rest)
    }
  }

  close(): void {
    if (this.#file === undefined) return
    closeSync(this.#file.descriptor)
    rmSync(this.#file.folder, { recursive: true, force: true })
    this.#file = undefined
  }

  #sort(): void {
    this.#items.sort(this.#compare)
    if (this.#items.length > this.#limit) this.#items.length = this.#limit
  }

  /** Inserts the next item of a run into the heads, of which the last one is the first in order. */
  #advance(heads: Head<Item>[], rest: Iterator<Item>): void {
    const next = rest.next()
    if (next.done) return
    let [low, high] = [0, heads.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = heads[middle]
      if (other !== undefined && this.#compare(other.item, next.value) > 0) low = middle + 1
      else high = middle
    }
    heads.splice(low, 0, { item: next.value, rest })
  }

  #write(): void {
    this.#file ??= newFile()
    const { descriptor } = this.#file
    const start = this.#runs.at(-1)?.end ?? 0
    let end = start
    for (let next = 0; next < this.#items.length; next += 1000) {
      const some = this.#items.slice(next, next + 1000)
      end += writeAll(descriptor, Buffer.from(some.map((item) => `${JSON.stringify(item)}\n`).join('')))
    }
    this.#runs.push({ start, end })
    this.#items = []
  }

  *#read({ start, end }: Run): Iterable<Item> {
    let [at, text] = [start, Buffer.alloc(0)]
    for (;;) {
      const length = text.indexOf(newline)
      if (length >= 0) {
        // sound: `#write` made it of an item, a JSON value
        yield JSON.parse(text.toString('utf8', 0, length)) as Item
        text = text.subarray(length + 1)
        continue
      }
      if (at >= end || this.#file === undefined) return
      const block = Buffer.alloc(Math.min(blockSize, end - at))
      at += readSync(this.#file.descriptor, block, 0, block.length, at)
      text = Buffer.concat([text, block])
    }
  }
}

const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), `skein-sort-${process.pid}-`))
  return { folder, descriptor: openSync(join(folder, 'runs.jsonl'), 'w+', 0o600) }
}

/** Returns the number of bytes. */
const writeAll = (descriptor: number, bytes: Buffer): number => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
  return bytes.length
}
