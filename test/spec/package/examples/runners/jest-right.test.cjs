const { conformance } = require('bnspec/jest');

conformance('./right.mjs');
