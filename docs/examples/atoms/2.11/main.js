import "./first.js";
import "../src/main.jsx";
