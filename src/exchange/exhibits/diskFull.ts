/** Whether something could not be written because the disk is full, or the part of it that this user may have. */
export function isDiskFull(reason: unknown): boolean {
  const code = reason instanceof Error && 'code' in reason ? reason.code : ''
  return code === 'ENOSPC' || code === 'EDQUOT'
}
