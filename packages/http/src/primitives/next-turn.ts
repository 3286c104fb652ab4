/** Lets other requests have their turn. Awaiting a store does not: an embedded one answers before any timer or socket. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // a timer is not called for at least a millisecond; workers have nothing else
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
