/** A bug that is planted: a piece of the source, which stands in its file once, and what stands in its place. */
export interface Plant {
  readonly file: string
  readonly fragment: string
  readonly instead: string
}

/** Nothing in `src` knows of these: they are put in while a process of the simulator loads its modules. */
export const plants: Readonly<Record<string, Plant>> = {
  receiptBeforeCommit: {
    file: 'src/exchange/receive.ts',
    fragment:
      'inTransaction(node.db, (trx) => record(node, trx, some, { ...moment, part: { parent: trace } }))',
    instead: `new Promise<{ answers: string[]; announced: number }>((resolve, reject) => {
      inTransaction(node.db, async (trx) => {
        const recorded = await record(node, trx, some, { ...moment, part: { parent: trace } })
        resolve(recorded)
        return recorded
      }).catch(reject)
    })`,
  },
  lostUpdate: {
    file: 'src/store/lockedWithLog.ts',
    fragment: 'order by id for no key update',
    instead: 'order by id',
  },
  doubleClock: {
    file: 'src/exchange/clocks.ts',
    fragment: `of await untold(trx, passed))
      trail.about(request, { event: 'clock.ranOut', code, details: { measure, request, until } })
    await updateRequests(trx, moved)`,
    instead: `of passed)
      trail.about(request, { event: 'clock.ranOut', code, details: { measure, request, until } })
    void [untold, updateRequests, moved]`,
  },
  keptLook: {
    file: 'src/exchange/records.ts',
    fragment: 'next_clock_at: nextLook(row, state, now),',
    instead: 'next_clock_at: row?.next_clock_at ?? nextLook(row, state, now),',
  },
  fork: {
    file: 'src/store/checkpointFile.ts',
    fragment: 'return (found) => found.log === wrong || (known !== null && isBefore(found, known))',
    instead: 'return () => [known, wrong].length === 0',
  },
  neverProven: {
    file: 'src/exchange/proof/collect.ts',
    fragment: 'peersSideBySide(states, peersAtOnceMax,',
    instead: 'peersSideBySide(states.slice(states.length), peersAtOnceMax,',
  },
  toldTwice: {
    file: 'src/exchange/reply.ts',
    fragment: `const leaf = batch.trail.about(message.request, {
    event: 'message.received',`,
    instead: `batch.trail.about(message.request, { event: 'message.received', peer: peer.state, message: digest, sequence })
  const leaf = batch.trail.about(message.request, {
    event: 'message.received',`,
  },
  referenceForgotten: {
    file: 'src/exchange/records.ts',
    fragment: 'snapshot: canonicalText(state),',
    instead: 'snapshot: canonicalText({ ...state, references: { ...state.references, requested: null } }),',
  },
  chainBroken: {
    file: 'src/exchange/trail.ts',
    fragment: '...(before === undefined ? {} : { previous',
    instead: '...(before === undefined || before.entries > 3 ? {} : { previous',
  },
}
