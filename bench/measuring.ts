/** How long something takes, in seconds. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Resident memory of this process in MiB. */
export function memoryMiB(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024)
}
