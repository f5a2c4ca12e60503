/** What `audit.json` holds of a bundle of exchanges. */
export interface AuditFigures {
  readonly entries: number
  readonly signatures: number
  /** `verify` is what the command takes, `oneThread` what the same takes without an assistant, as in a browser. */
  readonly seconds: {
    readonly verify: number
    readonly oneThread: number
    readonly hashing: number
    readonly signatures: number
  }
  /** Verifying as a multiple of hashing and signature checks alone, done one after another. */
  readonly ofAlone: number
  readonly oneThreadOfAlone: number
  /** Resident memory of the process, in MiB. */
  readonly memoryMiB: { readonly read: number; readonly verified: number }
}

/** What `million.json` holds of a log of a million entries. */
export interface MillionFigures {
  readonly entries: number
  readonly appendedPerSecond: number
  /** Resident memory of the process after a tenth of the entries and after all of them, in MiB. */
  readonly memoryMiB: { readonly early: number; readonly late: number }
  readonly tilesMs: { readonly p50: number; readonly p99: number; readonly most: number }
  readonly ownTree: { readonly seconds: number; readonly memoryMiB: number }
  readonly bundle: {
    readonly exportSeconds: number
    readonly verifySeconds: number
    readonly verifiedPerSecond: number
    /** Resident memory of the process with the bundle, and after it was verified, in MiB. */
    readonly memoryMiB: { readonly exported: number; readonly verified: number }
  }
  /** Verifying as a multiple of reading the entries and hashing them into their tree. */
  readonly ofHashing: number
}

/** Verifying may take so many times as long as hashing and signatures alone. */
export const verifyGoal = 2

/** What an auditor waits for, as it stands in the README, in Markdown. */
export function auditorTable(audit: AuditFigures, million: MillionFigures): string {
  const { verify, oneThread, hashing, signatures } = audit.seconds
  const alone = (hashing + signatures).toFixed(1)
  const rows = [
    ['', 'measured', 'goal', ''],
    ['---', '---', '---', '---'],
    [
      `a bundle of ${whole(audit.entries)} entries and ${whole(audit.signatures)} signatures, verified`,
      `${verify.toFixed(0)} s`,
      '',
      '',
    ],
    [
      'the same as a multiple of hashing and signatures alone',
      `${audit.ofAlone.toFixed(2)} (${verify.toFixed(1)} / ${alone} s)`,
      `≤ ${verifyGoal}`,
      audit.ofAlone <= verifyGoal ? 'met' : '**not met**',
    ],
    [
      'the same without a second thread for it, as in a browser',
      `${audit.oneThreadOfAlone.toFixed(2)} (${oneThread.toFixed(1)} / ${alone} s)`,
      '',
      '',
    ],
    [
      `a log of ${whole(million.entries)} entries, appended and signed, per second`,
      whole(million.appendedPerSecond),
      '',
      '',
    ],
    [
      'memory of its node after a tenth of it, and after all of it',
      `${million.memoryMiB.early} / ${million.memoryMiB.late} MiB`,
      'flat',
      million.memoryMiB.late <= million.memoryMiB.early * 1.25 ? 'met' : '**not met**',
    ],
    [
      'a tile of it of any age, p50 / p99',
      `${million.tilesMs.p50.toFixed(1)} / ${million.tilesMs.p99.toFixed(1)} ms`,
      'milliseconds',
      million.tilesMs.p99 < 10 ? 'met' : '**not met**',
    ],
    ['its node has read it anew', `${million.ownTree.seconds.toFixed(1)} s`, '', ''],
    [
      'its bundle, which has no messages, verified',
      `${million.bundle.verifySeconds.toFixed(1)} s, ${whole(million.bundle.verifiedPerSecond)} entries per second`,
      '',
      '',
    ],
    [
      'the same as a multiple of reading its entries and hashing them into their tree',
      million.ofHashing.toFixed(1),
      '',
      '',
    ],
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en')
}
