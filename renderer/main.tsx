import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startLanguage } from './ui/language.ts';
import './ui/fonts.css';
import './ui/theme.css';

startLanguage();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
