import { deskRoutes } from '../deskPaths.ts'
import { Training } from '../pages/Training.tsx'
import { readerIn } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { answerWithPage, visitOf } from './pageOf.ts'

/** What those who practise are told to try; where nobody practises, the first page. */
export function trainingPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { training } = desk.services
    if (training === null) {
      response.redirect(303, deskRoutes.home.path)
      return
    }
    const lessons = await training.lessons(readerIn(request, response))
    const parts = { ...visitOf(request, response), title: training.title, lessons }
    answerWithPage(response, 200, <Training {...parts} frame={desk.frameOf(parts)} />)
  }
}
