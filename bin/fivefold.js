#!/usr/bin/env node
import '../dist/fivefold.js';
