import { timedPlaceOf } from '../../exchange/review/terms.ts'
import { OverKept } from '../pages/OverKept.tsx'
import { parametersIn } from '../systems/parameters.ts'
import { hide, readerIn } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { answerWithPage, visitOf } from './pageOf.ts'

/** The requests of the authority whose time of keeping is over, for those who decide whether they are erased. */
export function overKeptPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const asked = parametersIn(request.originalUrl, ['after'])
    const after = asked.ok ? asked.parameters.one('after', timedPlaceOf, 'a place in the list') : undefined
    if (!asked.ok || asked.parameters.refusal() !== null) {
      await hide(desk, request, response)
      return
    }
    const list = await desk.services.cases.overKept(readerIn(request, response), after ?? null)
    const visit = visitOf(request, response)
    answerWithPage(response, 200, <OverKept {...visit} frame={desk.frameOf(visit)} list={list} />)
  }
}
