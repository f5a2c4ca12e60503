import { rejectionIn } from '../../exchange/desk/entryView.ts'
import type { DeskMessage } from '../../exchange/desk/deskMessage.ts'
import type { CheckedProof, LogPlace } from '../../exchange/desk/logPlace.ts'
import { countryLine } from '../../letter/scalar.ts'
import type { SignatureFacts } from '../../exchange/signatureFacts.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Code, Line } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Rejected } from './Particulars.tsx'
import { Said } from './Said.tsx'
import { SummaryList, type SummaryRow } from './SummaryList.tsx'
import { Tag } from './Tag.tsx'

interface MessageProps {
  readonly words: CaseWords
  readonly message: DeskMessage
}

/** Whose signature it is, by which certificate, valid when, and whether it holds. */
export function SignedBy({ words, message: { signature, entry } }: MessageProps) {
  const { say } = words
  if (signature === null) return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('signature')}</h2>
      <SummaryList
        rows={[
          ...signatureRows(words, signature, { asOf: 'checkedAsOf', false: 'tellAdministrator' }),
          [say('digest'), <Code key="digest" text={entry.digest} />],
        ]}
      />
    </section>
  )
}

function signatureRows(
  words: CaseWords,
  { subject, signedAt, validFrom, validUntil, certificate, algorithm, check, asOf }: SignatureFacts,
  told: { readonly asOf: Sentence; readonly false: Sentence },
): readonly SummaryRow[] {
  const { say } = words
  const isGood = check === 'verified'
  return [
    [
      say('check'),
      <>
        <Tag colour={isGood ? 'green' : 'red'}>{say(isGood ? 'holds' : 'holdsNot')}</Tag>{' '}
        {isGood ? null : <Code text={check} />}
        <div>{say(told.asOf)}</div>
        <Moment words={words} at={asOf} />
        {isGood ? null : <div>{say(told.false)}</div>}
      </>,
    ],
    [say('signedBy'), <Code key="subject" text={subject} />],
    [say('signed'), <Moment key="at" words={words} at={signedAt} />],
    [
      say('certificateValid'),
      <Said
        key="valid"
        words={words}
        sentence="fromUntil"
        values={{
          from: <Moment words={words} at={validFrom} isWithin={true} />,
          until: <Moment words={words} at={validUntil} isWithin={true} />,
        }}
      />,
    ],
    [say('fingerprint'), <Code key="fingerprint" text={certificate} />],
    [say('algorithm'), <Code key="algorithm" text={algorithm} />],
  ]
}

/** What the other node has said of it. */
export function ReceiptFacts({ words, message }: MessageProps) {
  const { receipt, receiptSignature, entry, isGivenUp } = message
  const { say } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('receipt')}</h2>
      {receipt === null ? (
        <p class="govuk-body">
          {isGivenUp ? <Tag colour="red">{say('givenUp')}</Tag> : null}{' '}
          {say(isGivenUp ? 'givenUpWhat' : 'receiptAwaited')}
        </p>
      ) : (
        <SummaryList
          rows={[
            [
              say('result'),
              receipt.event === 'relayAcceptance' ? (
                <>
                  <Tag colour="green">{say('taken')}</Tag>{' '}
                  {say('messageNumber', { sequence: receipt.sequence })}
                </>
              ) : (
                <>
                  <Tag colour="red">{say('refused')}</Tag> <Code text={receipt.code} />
                  <Rejected
                    words={words}
                    type={entry.type}
                    code={receipt.code}
                    said={rejectionIn(entry.refusalWords)}
                  />
                </>
              ),
            ],
            [say('givenBy'), <Line key="by" line={countryLine(receipt.node, words.known.format)} />],
            [say('arrived'), <Moment key="at" words={words} at={receipt.time} />],
          ]}
        />
      )}
      {receiptSignature === null ? null : (
        <>
          <h3 class="govuk-heading-m">{say('receiptSignature')}</h3>
          <SummaryList
            rows={signatureRows(words, receiptSignature, {
              asOf: 'checkedAsOfReceipt',
              false: 'receiptFalse',
            })}
          />
        </>
      )}
    </section>
  )
}

interface PlaceProps {
  readonly words: CaseWords
  readonly place: LogPlace | null
}

/** Where something stands in the log: a message in that of the node that received it; with the proof checked. */
export function PlaceInLog({ words, place }: PlaceProps) {
  const { say } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('placeInLog')}</h2>
      {place === null ? (
        <p class="govuk-body">{say('placeAwaited')}</p>
      ) : (
        <SummaryList
          rows={[
            [say('check'), <Proof key="proof" words={words} proof={place.proof} />],
            place.proof?.size == null
              ? null
              : [say('placeInLog'), say('placeOf', { index: place.proof.index, size: place.proof.size })],
            [say('logOf'), <Line key="state" line={countryLine(place.state, words.known.format)} />],
            [say('logName'), <Code key="origin" text={place.origin} />],
            [say('entryHash'), <Code key="leaf" text={place.leaf} />],
          ]}
        />
      )}
    </section>
  )
}

interface ProofProps {
  readonly words: CaseWords
  readonly proof: CheckedProof | null
}

function Proof({ words: { say }, proof }: ProofProps) {
  if (proof === null)
    return (
      <>
        <Tag colour="grey">{say('noProofYet')}</Tag>
        <div>{say('noProofYetText')}</div>
      </>
    )
  return proof.isGood ? (
    <>
      <Tag colour="green">{say('holds')}</Tag>
      <div>{say('proofHolds')}</div>
    </>
  ) : (
    <>
      <Tag colour="red">{say('holdsNot')}</Tag>
      <div>{say('proofHoldsNot')}</div>
    </>
  )
}
