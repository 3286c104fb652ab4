/** Random choices that a number determines: the same number gives the same choices. */
export const choicesOf = (seed: number): ((n: number) => number) => {
  // neighbouring seeds differ from the first choice on
  let state = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) >>> 0
  return (n) => {
    // the generator of Numerical Recipes; its high bits are good enough
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
