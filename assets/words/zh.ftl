app-name = 经纬
