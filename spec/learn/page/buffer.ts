/** What Node has and browsers lack: the bundler puts it wherever the suite speaks of Buffer. */
export { Buffer } from 'buffer/';
