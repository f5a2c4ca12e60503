/** The chain (CAIP-2) of an account (CAIP-10): everything before its last colon. */
function chainOfAccount(account: string): string {
  return account.slice(0, account.lastIndexOf(':'))
}

/** The chain (CAIP-2) of an asset (CAIP-19): everything before its first slash. */
function chainOfAsset(asset: string): string {
  const end = asset.indexOf('/')
  return end === -1 ? asset : asset.slice(0, end)
}

/** Whether an account and an asset are of one chain; what is no string is judged elsewhere. */
export function isOfOneChain(account: unknown, asset: unknown): boolean {
  if (typeof account !== 'string' || typeof asset !== 'string') return true
  return chainOfAccount(account) === chainOfAsset(asset)
}
