/**
 * What comes of work within so many milliseconds, or something else where it takes longer, which does not end it. Throws what the work
 * throws within that time; whoever lets it go on has its failure told elsewhere.
 */
export async function soonOr<Outcome, Otherwise>(
  work: Promise<Outcome>,
  patienceMs: number,
  otherwise: Otherwise,
): Promise<Outcome | Otherwise> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Otherwise>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patienceMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
