"""What happens without anybody clicking: the relay that delivers, the ticks that fall due."""
