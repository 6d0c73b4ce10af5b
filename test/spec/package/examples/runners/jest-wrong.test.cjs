const { conformance } = require('bnspec/jest');

conformance('./wrong.mjs');
