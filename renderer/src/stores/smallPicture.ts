/** Of the longer side, in pixels: sharp where it is shown, on a screen of twice the density. */
const SIDE = 320
const QUALITY = 0.8

/**
 * A small one of a picture, as an address of the kind `data:`. The picture is decoded whole for a moment: to be called with one whose
 * size was looked at before.
 * @throws where the window cannot decode it
 */
export async function smallPicture(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file)
  try {
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    const context = canvas.getContext('2d')!
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    return canvas.toDataURL('image/webp', QUALITY)
  } finally {
    bitmap.close()
  }
}

/** The bytes of a file in base64. */
export function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      resolve(bodyOf(reader.result as string))
    }
    reader.onerror = () => {
      reject(reader.error ?? new Error('The file cannot be read.'))
    }
    reader.readAsDataURL(blob)
  })
}

/** What an address of the kind `data:` holds, in base64. */
export const bodyOf = (address: string): string => address.slice(address.indexOf(',') + 1)
