/** Stand-in for Node's Buffer, which browsers lack: the bundler puts it wherever the suite uses Buffer. */
export { Buffer } from 'buffer/';
