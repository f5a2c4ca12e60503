import { exchangeLimits } from '../limits.ts'

/**
 * Has the witnesses asked which head of the log they have before the first head that this process signs, and each time that this
 * comes to it from another process.
 *
 * @param learnHeads - asks them; see `Witnessing.learn`
 * @returns to be awaited before a head is signed under this fencing number
 */
export function learner(learnHeads: () => Promise<void>): (fence: number) => Promise<void> {
  let learntAs = 0
  return async (fence) => {
    if (learntAs === fence) return
    // A witness that lets itself be waited for keeps nothing from being signed; what it says later still counts.
    let timer: ReturnType<typeof setTimeout> | undefined
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, exchangeLimits.witness.learnMs)
    })
    await Promise.race([learnHeads(), waited])
    clearTimeout(timer)
    learntAs = fence
  }
}
