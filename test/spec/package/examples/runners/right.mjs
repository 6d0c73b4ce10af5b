// A batch normalization that conforms.
export { default } from 'bnspec/plain';
