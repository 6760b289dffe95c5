import { procedures } from './procedures'

const { photos } = procedures

export const photosHandlers = photos.router({
  list: photos.list.handler(({ context, input }) => context.cases.photos(input.lesionId)),
  send: photos.send.handler(({ context, input }) => {
    context.photos.send(input.transferId, input.piece)
  }),
  examine: photos.examine.handler(({ context, input }) => context.photos.examine(input.transferId)),
  add: photos.add.handler(({ context, input }) => context.photos.add(input)),
  piece: photos.piece.handler(async ({ context, input }) => {
    const part = await context.cases.photoPart(input.photoId, input.ordinal)
    return part ? Buffer.from(part).toString('base64') : ''
  }),
  remove: photos.remove.handler(({ context, input }) => context.caseLog.photos.remove(input)),
  restore: photos.restore.handler(({ context, input }) => context.caseLog.photos.restore(input)),
})
