import { PhotoDesk } from '../services/photos/photoDesk'
import { exposeWorker } from './exposeWorker'

exposeWorker(new PhotoDesk())
