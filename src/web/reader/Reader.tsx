import type { JSX } from 'preact'
import { typeTitle } from '../../letter/words.ts'
import type { Operation, Parameter } from '../openapi/operation.ts'
import { type Schemas, bodySample, sampleCall } from '../openapi/samples.ts'
import { readerPaths } from '../paths.ts'
import { problems } from '../problem.ts'
import { NoticesPart } from './NoticesPart.tsx'
import { ReaderPage, schemaPage } from './ReaderPage.tsx'
import { Sample, SampleBody } from './Sample.tsx'
import { Name, Prose, type ReaderWords } from './words.tsx'

interface OperationsProps {
  readonly words: ReaderWords
  readonly introduction: string
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly operations: readonly Operation[]
  /** Of the document, by name. */
  readonly schemas: Schemas
}

/** Every operation, by tag. */
export function OperationsPage({
  words,
  introduction,
  tags,
  operations,
  schemas,
}: OperationsProps): JSX.Element {
  const { say, language } = words
  const messages = Object.keys(schemas).flatMap((name) => /^message\.(.+)$/.exec(name)?.[1] ?? [])
  return (
    <ReaderPage words={words} path={readerPaths.reader} title={say('The API for systems of the State')}>
      <p>
        <Prose text={say(introduction)} />
      </p>
      <p>
        <Prose text={say(aboutSamples)} />
      </p>
      <nav aria-label={say('Operations')}>
        {tags.map(({ name, description }) => (
          <section>
            <h2>{say(description)}</h2>
            <ul>
              {operations
                .filter(({ tag }) => tag === name)
                .map(({ id, method, path, summary }) => (
                  <li>
                    <a href={`#${id}`}>{say(summary)}</a> <Name text={`${method.toUpperCase()} ${path}`} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
        <p>
          <a href="#notices">{say('What systems are told')}</a>
        </p>
      </nav>
      {operations.map((operation) => (
        <OperationPart words={words} operation={operation} schemas={schemas} />
      ))}
      <NoticesPart words={words} />
      <section>
        <h2 id="messages">{say('Types of message')}</h2>
        <p>{say('What the body of a move holds, by its type.')}</p>
        <ul class="columns">
          {messages.map((type) => (
            <li>
              <SchemaLink words={words} name={`message.${type}`} /> {typeTitle(type, language)}
            </li>
          ))}
        </ul>
      </section>
    </ReaderPage>
  )
}

/** What stands for what in every sample. */
const aboutSamples =
  'Each operation has an example for `curl`. In it `$NODE` stands for the address of this port, `$TOKEN` for the token, `$KEY` for a key of your choice, another one for each order, `$ETAG` for the ETag of what you have seen, quotation marks included, and `body.json` for a file with the body.'

interface OperationProps {
  readonly words: ReaderWords
  readonly operation: Operation
}

function OperationPart({
  words,
  operation,
  schemas,
}: OperationProps & { readonly schemas: Schemas }): JSX.Element {
  const { say } = words
  const { id, method, path, scope, summary, description, parameters, body } = operation
  return (
    <section class="operation" id={id}>
      <h2>{say(summary)}</h2>
      <p>
        <Name text={`${method.toUpperCase()} ${path}`} />{' '}
        {scope === null ? (
          say('without a token')
        ) : (
          <>
            {say('with a token of the scope')} <Name text={scope} />
          </>
        )}
      </p>
      <p>
        <Prose text={say(description)} />
      </p>
      {parameters.length === 0 ? null : <Parameters words={words} parameters={parameters} />}
      {body === undefined ? null : (
        <p>
          {say('Body:')} <Name text={body.type} />{' '}
          {body.schema === null ? say('bytes') : <SchemaLink words={words} name={body.schema} />}
        </p>
      )}
      <Sample words={words} text={sampleCall(operation)} />
      {body === undefined ? null : <SampleBody words={words} sample={bodySample(body, schemas)} level={3} />}
      <Answers words={words} operation={operation} />
    </section>
  )
}

const places = { path: 'in the path', query: 'in the query', header: 'in the head' } as const

interface ParametersProps {
  readonly words: ReaderWords
  readonly parameters: readonly Parameter[]
}

function Parameters({ words: { say }, parameters }: ParametersProps): JSX.Element {
  return (
    <table>
      <caption>{say('Parameters')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('Name')}</th>
          <th scope="col">{say('Where')}</th>
          <th scope="col">{say('What')}</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((one) => (
          <tr>
            <th scope="row">
              <Name text={one.name} />
              {one.required ? ` (${say('needed')})` : ''}
            </th>
            <td>{say(places[one.in])}</td>
            <td>
              <Prose text={say(one.description)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What is answered, and what is refused: the code, and what it means. */
function Answers({ words, operation: { answers, refusals } }: OperationProps): JSX.Element {
  const { say } = words
  return (
    <dl>
      {Object.entries(answers).map(([status, { description: says, content = [], heads = {} }]) => (
        <div>
          <dt>{status}</dt>
          <dd>
            <Prose text={say(says)} />{' '}
            {content.map(({ type, schema }) => (
              <span>
                <Name text={type} />{' '}
                {schema === null ? null : <SchemaLink words={words} name={schema} />}{' '}
              </span>
            ))}
            {Object.entries(heads).map(([name, head]) => (
              <span>
                <Name text={name} />: <Prose text={say(head)} />.{' '}
              </span>
            ))}
          </dd>
        </div>
      ))}
      {sortedByStatus(refusals).map((code) => (
        <div>
          <dt>{problemOf(code).status}</dt>
          <dd>
            <Name text={code} /> {say(`${problemOf(code).title}.`)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function SchemaLink({ words, name }: { readonly words: ReaderWords; readonly name: string }): JSX.Element {
  return (
    <a href={schemaPage(name, words)}>
      <Name text={name} />
    </a>
  )
}

/** Codes by the number of their status; those of one status as they stand in the table. */
function sortedByStatus(codes: readonly string[]): readonly string[] {
  return codes.toSorted((one, other) => problemOf(one).status - problemOf(other).status)
}

function problemOf(code: string): { readonly status: number; readonly title: string } {
  return Object.entries(problems).find(([one]) => one === code)?.[1] ?? { status: 0, title: '' }
}
